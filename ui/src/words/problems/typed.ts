import type { TypedFault } from '../../generated/TypedFault';
import type { ProblemWords, WordsOf } from './shape';

const inIdBox = (title: string, why: string, todo: string): ProblemWords => ({
  title,
  why,
  todo,
  main: 'find-id',
  others: [],
});

const notAnId = inIdBox(
  'That is not a contact ID',
  'An ID is about 20 letters and digits, without spaces.',
  'Copy it from the contact’s address.',
);

const idFaults: Partial<Record<TypedFault, ProblemWords>> = {
  'email': inIdBox(
    'That is an e-mail address',
    'This box takes a contact ID.',
    'Copy the ID from the contact’s address in HighLevel.',
  ),
  'phone': inIdBox(
    'That is a phone number',
    'This box takes a contact ID.',
    'Copy the ID from the contact’s address in HighLevel.',
  ),
  'path': inIdBox(
    'That is only part of an address',
    'There is no contact ID in it.',
    'Copy the whole link of the contact.',
  ),
  'placeholder': inIdBox(
    'That is a placeholder',
    'The merge field was never filled in, so it names no contact.',
    'Paste the ID itself.',
  ),
  'words': notAnId,
  'signs': inIdBox(
    'That is not a contact ID',
    'An ID has only letters and digits.',
    'Copy it from the contact’s address.',
  ),
  'too-short': inIdBox(
    'That is too short for a contact ID',
    'Nearly every ID has 20 letters and digits.',
    'Check that you copied all of it.',
  ),
  'too-long': inIdBox(
    'That is too long for a contact ID',
    'Nearly every ID has 20 letters and digits.',
    'Check that you copied only one.',
  ),
};

const inTokenBox = (title: string, why: string, todo: string): ProblemWords => ({
  title,
  why,
  todo,
  main: 'replace-token',
  others: ['open-private-integrations'],
});

const notAToken = inTokenBox(
  'That is not a token',
  'It has characters that no token has.',
  'Copy the token again and paste it here.',
);

const tokenFaults: Partial<Record<TypedFault, ProblemWords>> = {
  'empty': inTokenBox(
    'There is no token yet',
    'HighLevel answers only with a token.',
    'Copy the token in HighLevel and paste it here.',
  ),
  'inner-blank': inTokenBox(
    'The token has a gap in it',
    'There is a space or a line break in the middle.',
    'Copy it again, in one piece.',
  ),
  'signs': notAToken,
  'too-short': inTokenBox(
    'The token is not complete',
    'It is shorter than any token.',
    'Copy all of it and paste it here.',
  ),
  'too-long': inTokenBox(
    'That is too long for a token',
    'Something else may have been copied with it.',
    'Copy only the token and paste it here.',
  ),
  'contact-id': inTokenBox(
    'That is a contact ID, not a token',
    'An ID names one contact; a token opens the account.',
    'Paste the token here.',
  ),
  'no-token-in-text': inTokenBox(
    'There is no token in this text',
    'Most tokens begin with “pit-”.',
    'Copy the token itself and paste it here.',
  ),
  'several-tokens': inTokenBox(
    'There are many tokens in this text',
    'They cannot all be shown to choose from.',
    'Copy only the one for this account.',
  ),
  'token-as-name': inTokenBox(
    'That is a token, not a name',
    'It was not kept, and the name box is empty again.',
    'Paste it under “Token”.',
  ),
  'old-key': inTokenBox(
    'That is an old key',
    'HighLevel no longer accepts keys of that kind.',
    'Create a private integration and paste its token.',
  ),
};

/** The kinds about what was typed. */
export const typed = {
  'id-missing': (facts) =>
    facts.typed === 'empty-list'
      ? inIdBox(
          'There is nothing to look up',
          'The list has no contact ID and no link of a contact.',
          'Paste them, one on each line.',
        )
      : inIdBox(
          'There is no contact ID yet',
          'The box is empty.',
          'Paste a contact ID, or the link of a contact.',
        ),
  'id-not-an-id': (facts) => (facts.typed && idFaults[facts.typed]) ?? notAnId,
  'id-is-a-token': inIdBox(
    'That is a token, not a contact ID',
    'It was neither sent nor kept, and the box is empty again.',
    'Paste a contact ID.',
  ),
  'link-without-contact': (facts) =>
    facts.typed === 'sealed-link'
      ? inIdBox(
          'That link hides where it leads',
          'A mail filter or link shortener made it.',
          'Open it, then copy the address from your browser.',
        )
      : inIdBox(
          'That link leads to no contact',
          'There is no contact ID in it.',
          'Open the contact in HighLevel and copy that link.',
        ),
  'token-malformed': (facts) => (facts.typed && tokenFaults[facts.typed]) ?? notAToken,
} satisfies Record<string, WordsOf>;
