import type { ProblemContext, WordsOf } from './shape';

/** That several accounts were asked, in place of what one of them said. */
function searchedInVain({ searched }: ProblemContext): string | null {
  if (!searched) return null;
  const { without, unasked } = searched;
  if (unasked === 0) return `None of the ${without} accounts asked has it.`;
  return without === 1
    ? `One account does not have it; ${unasked} could not be asked.`
    : `${without} accounts do not have it; ${unasked} could not be asked.`;
}

/** IDs have letters of both kinds: one of the usual length without the one or the other went through a careless program. */
function lettersLost(id: string | undefined): string | null {
  if (id?.length !== 20 || !/[A-Za-z]/.test(id)) return null;
  if (!/[A-Z]/.test(id)) return 'The capital letters seem to be lost. Copy the ID again.';
  if (!/[a-z]/.test(id)) return 'Only capital letters are left: small ones seem lost. Copy the ID again.';
  return null;
}

/** The kinds about what HighLevel answered. */
export const answer = {
  'contact-not-found': (facts, context) => {
    const lost = lettersLost(facts.contactId);
    const { searched } = context;
    const where = facts.account ?? 'this account';
    const check = searched ? 'Check every character.' : 'Check for missing or extra characters.';
    return {
      title: 'No contact has this ID',
      why:
        lost === null
          ? (searchedInVain(context) ?? `HighLevel has none in ${where}, or no longer.`)
          : searched
            ? 'No account that was asked has it.'
            : `HighLevel has none in ${where}.`,
      todo: lost ?? `${check} Capital and small letters count.`,
      main: 'edit-id',
      others: context.otherAccounts ? ['choose-account'] : [],
    };
  },
  'other-account': (facts, context) => ({
    title: 'This contact is in another account',
    why:
      searchedInVain(context) ??
      (facts.account
        ? `The token of ${facts.account} cannot see it.`
        : 'This account’s token cannot see it.'),
    todo: context.otherAccounts
      ? 'Choose the account that it belongs to.'
      : 'Add the account that it belongs to.',
    main: context.otherAccounts ? 'choose-account' : 'add-account',
    others: ['edit-id'],
  }),
  'account-inactive': (_, context) => ({
    title: 'This sub-account is paused or closed',
    why: 'It is not active in HighLevel; a new token would not help.',
    todo: 'Ask your agency or administrator.',
    main: 'copy-administrator',
    others: context.otherAccounts ? ['try-again', 'choose-account'] : ['try-again'],
    ask: 'HighLevel says that our sub-account is not active. Was it paused or closed? Contact Lookup works again as soon as it is active.',
  }),
  'forbidden': {
    title: 'HighLevel does not allow this',
    why: 'It gave a reason that this program does not know.',
    todo: 'Send the details to your administrator.',
    main: 'copy-administrator',
    others: [],
    ask: 'HighLevel refuses this lookup. What it said is below.',
  },
  'blocked-on-the-way': {
    title: 'The request was blocked on its way',
    why: 'A firewall before HighLevel stopped it. Your token is fine.',
    todo: 'Send the details to your administrator.',
    main: 'copy-administrator',
    others: ['try-again'],
    ask: 'A firewall on the way to services.leadconnectorhq.com stops this program. It must let these requests through.',
  },
  'request-refused': (facts) => ({
    title: 'HighLevel did not take this request',
    why: 'Its reason is in the details.',
    todo: lettersLost(facts.contactId) ?? 'Check the contact ID.',
    main: 'edit-id',
    others: ['copy-administrator'],
    ask: 'HighLevel refuses this lookup. What it said is below.',
  }),
  'names-not-known': (facts) => ({
    title: 'HighLevel sent no field names',
    why: 'They tell which values are sensitive.',
    todo: facts.status === 403 ? 'Give the token “View Custom Fields” first.' : 'Try again in a moment.',
    main: 'dismiss',
    others: [],
  }),
  'program-outdated': {
    title: 'This program needs an update',
    why: 'HighLevel no longer answers this version.',
    todo: 'Ask your administrator for the newest version.',
    main: 'copy-administrator',
    others: [],
    ask: 'HighLevel no longer answers this version of Contact Lookup. We need the newest one.',
  },
  'too-many-requests': {
    title: 'HighLevel asks for a pause',
    why: 'Too many requests came in a short time.',
    todo: 'Wait a moment, then try again.',
    main: 'try-again',
    others: [],
  },
  'daily-limit-reached': {
    title: 'Today’s requests are used up',
    why: 'HighLevel allows this account only so many a day.',
    todo: 'New ones come tomorrow. Tell your administrator if you need more.',
    main: 'copy-administrator',
    others: [],
    ask: 'Our HighLevel account has used up the requests it is allowed in a day. Which other program uses so many?',
  },
  'highlevel-down': {
    title: 'HighLevel has a problem on its side',
    why: 'You did nothing wrong, and your token is fine.',
    todo: 'Wait a few minutes, then try again.',
    main: 'try-again',
    others: ['open-status'],
  },
  'answer-not-understood': {
    title: 'HighLevel’s answer cannot be read',
    why: 'It was damaged, or has a new form.',
    todo: 'Try again. If that does not help, tell your administrator.',
    main: 'try-again',
    others: ['copy-administrator'],
    ask: 'Contact Lookup cannot read what HighLevel answers. Is there a newer version?',
  },
  'answer-empty': {
    title: 'HighLevel sent no contact data',
    why: 'Its answer came, but was empty.',
    todo: 'Try again in a moment.',
    main: 'try-again',
    others: ['open-status'],
  },
  'answer-too-large': {
    title: 'The answer is too large',
    why: 'No contact is that large, so this program did not read it.',
    todo: 'Send the details to your administrator.',
    main: 'copy-administrator',
    others: [],
    ask: 'An answer in HighLevel’s name is larger than any contact can be. Does something on our network change it?',
  },
  'redirected': {
    title: 'HighLevel’s answer led elsewhere',
    why: 'To keep your token safe, this program did not follow.',
    todo: 'Send the details to your administrator.',
    main: 'copy-administrator',
    others: ['try-again'],
    ask: 'Requests to services.leadconnectorhq.com are sent on to another address. Does our network do that?',
  },
} satisfies Record<string, WordsOf>;
