// A sentence that a person reads stands in src/words, where it can be checked and translated. This rule finds
// the ones that do not: text between the tags of a template, text in the attributes that are read out, and
// strings that look like a sentence.

const readOutAttribute = /\s(?:aria-label|aria-description|alt|title|placeholder)="\s*[^"]*\p{L}{2}/u;
const sentence = /^\p{Lu}\p{Ll}*(?:[ ’'-]\p{L}+)+[ .…]?/u;

/** The parts of a template that stand between tags, given everything that came before in it. */
function textOutsideTags(source) {
  return source.replace(/<!--[\s\S]*?-->/g, ' ').replace(/<[^>]*>/g, ' ');
}

/** @type {import('eslint').Rule.RuleModule} */
export const wordsOnlyInWords = {
  meta: {
    type: 'problem',
    messages: { words: 'What a person reads stands in src/words: “{{ text }}”.' },
    schema: [],
  },
  create(context) {
    const report = (node, text) =>
      context.report({ node, messageId: 'words', data: { text: text.trim().slice(0, 40) } });
    return {
      TaggedTemplateExpression(node) {
        if (node.tag.type !== 'Identifier' || (node.tag.name !== 'html' && node.tag.name !== 'svg')) return;
        const source = node.quasi.quasis.map((quasi) => quasi.value.cooked ?? '').join('\u0000');
        const text = textOutsideTags(source);
        if (/\p{L}{2}/u.test(text)) report(node, text.replaceAll('\u0000', ''));
        const attribute = readOutAttribute.exec(source);
        if (attribute) report(node, attribute[0]);
      },
      Literal(node) {
        if (typeof node.value === 'string' && sentence.test(node.value)) report(node, node.value);
      },
    };
  },
};
