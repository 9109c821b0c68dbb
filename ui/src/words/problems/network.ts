import { isolated } from '../../format';
import type { ProblemFacts } from '../../generated/ProblemFacts';
import type { ProblemContext, ProblemWords, WordsOf } from './shape';

const server = 'services.leadconnectorhq.com';

const askNetwork = `Contact Lookup must be able to reach ${server} on port 443. On our network it cannot.`;

/** What certificates are judged by. */
function today({ at, locale }: ProblemContext): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at);
}

function certificate(facts: ProblemFacts, context: ProblemContext): ProblemWords {
  switch (facts.certificate ?? 'other') {
    case 'wrong-name':
      return {
        title: 'This network answers in HighLevel’s place',
        why: 'Often that is the sign-in page of a guest network.',
        todo: 'Open a browser, sign in, then try again.',
        main: 'try-again',
        others: [],
      };
    case 'expired':
    case 'not-yet-valid':
      return {
        title: 'Check this computer’s date',
        why: `It is ${today(context)} here, and HighLevel’s certificate is for another time.`,
        todo: 'Set the right date, then try again.',
        main: 'try-again',
        others: [],
      };
    case 'unknown-issuer':
      return {
        title: 'The connection is not trusted',
        why: facts.issuer
          ? `It is signed by “${isolated(facts.issuer)}”, which this computer does not trust.`
          : 'It is not signed by anyone this computer trusts.',
        todo: 'Your IT team can fix this.',
        main: 'copy-administrator',
        others: ['try-again'],
        ask: facts.issuer
          ? `Our network signs connections to ${server} as “${facts.issuer}”. That certificate must be installed on this computer.`
          : `Our network signs connections to ${server} with a certificate that must be installed on this computer.`,
      };
    case 'other':
      return {
        title: 'No secure connection could be made',
        why: 'Something between this computer and HighLevel is in the way.',
        todo: 'Your IT team can fix this.',
        main: 'copy-administrator',
        others: ['try-again'],
        ask: `No secure connection to ${server} can be made from our network.`,
      };
  }
}

/** The kinds about the way to HighLevel. */
export const network = {
  'offline': {
    title: 'This computer seems to be offline',
    why: 'There is no network connection.',
    todo: 'Check the connection, then try again.',
    main: 'try-again',
    others: [],
  },
  'server-not-found': (facts) => ({
    title: 'HighLevel’s server was not found',
    why: `The network may block ${facts.host ?? server}.`,
    todo: 'Check the connection, or ask whoever runs your network.',
    main: 'try-again',
    others: ['copy-administrator'],
    ask: askNetwork,
  }),
  'cannot-connect': {
    title: 'HighLevel’s server cannot be reached',
    why: 'It did not answer, or refused the connection.',
    todo: 'Check the connection, then try again.',
    main: 'try-again',
    others: ['open-status', 'copy-administrator'],
    ask: askNetwork,
  },
  'connection-cut': {
    title: 'The connection was cut',
    why: 'It broke before the whole answer arrived.',
    todo: 'Try again.',
    main: 'try-again',
    others: [],
  },
  'timed-out': {
    title: 'The answer took too long',
    why: 'The connection is slow, or HighLevel is busy.',
    todo: 'Try again in a moment.',
    main: 'try-again',
    others: ['open-status'],
  },
  'certificate-not-trusted': certificate,
  'network-sign-in': {
    title: 'This network wants a sign-in',
    why: 'It answered with a web page of its own.',
    todo: 'Open a browser, sign in to the network, then try again.',
    main: 'try-again',
    others: [],
  },
  'proxy-unreachable': (facts) => ({
    title: 'The proxy does not answer',
    why: facts.host
      ? `This computer reaches HighLevel only through ${facts.host}.`
      : 'This computer reaches HighLevel only through a proxy.',
    todo: 'Check the connection, then try again.',
    main: 'try-again',
    others: ['copy-administrator'],
    ask: 'The proxy does not answer Contact Lookup. Is its address right, and is it running?',
  }),
  'proxy-sign-in': (facts) => ({
    title: 'The proxy wants a sign-in',
    why: facts.host
      ? `${facts.host} lets nobody through without one.`
      : 'It lets nobody through without one.',
    todo: 'Your IT team can let this program through.',
    main: 'copy-administrator',
    others: [],
    ask: `The proxy asks Contact Lookup to sign in. It must let requests to ${server} through.`,
  }),
} satisfies Record<string, WordsOf>;
