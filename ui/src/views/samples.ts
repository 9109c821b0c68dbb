import { html, nothing, type TemplateResult } from 'lit-html';
import { sentenceLocale } from '../format/locale';
import type { Send } from '../events';
import type { SampleView } from '../generated/SampleView';
import type { State } from '../state';
import { en } from '../words/en';
import { problemWords } from '../words/problems';

const words = en.samples;

/** The IDs of the sample account: contacts to look at, and what each problem looks like. */
export function sampleList(state: State, send: Send): TemplateResult {
  const people = state.samples.filter((sample) => sample.problem === null);
  const problems = state.samples.filter((sample) => sample.problem !== null);
  return html`<section class="samples" aria-labelledby="samples-title">
    <h2 id="samples-title">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    <ul class="sample-grid">
      ${people.map((sample) => entry(sample, sample.name ?? sample.id, send))}
    </ul>
    ${
      problems.length === 0
        ? nothing
        : html`<details class="sample-problems">
            <summary>${words.problems}</summary>
            <ul class="sample-grid">
              ${problems.map((sample) => entry(sample, title(sample, state), send))}
            </ul>
          </details>`
    }
  </section>`;
}

function title(sample: SampleView, state: State): string {
  if (sample.problem === null) return sample.id;
  return problemWords(
    { kind: sample.problem, facts: {} },
    {
      system: state.system,
      connecting: false,
      otherAccounts: false,
      at: new Date(0),
      locale: sentenceLocale(),
    },
  ).title;
}

function entry(sample: SampleView, text: string, send: Send): TemplateResult {
  return html`<li>
    <button
      type="button"
      class="sample"
      data-sample=${sample.id}
      @click=${() => {
        send({ is: 'look-up-id', id: sample.id });
      }}
    >
      <span class="sample-name" dir="auto">${text}</span>
      <code>${sample.id}</code>
    </button>
  </li>`;
}
