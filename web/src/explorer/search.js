// Words as typed in, matching things out: by their characters, or by the first letters of their pinyin.

const A = 97;

const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s“”"'《》「」·]/g, "");

export class Search {
  /** `initials` has for each letter the characters whose pinyin may begin with it. */
  constructor(labels, initials, weight) {
    this.weight = weight;
    this.labels = labels.map(folded);
    this.letters = new Map();
    for (const [letter, characters] of Object.entries(initials)) {
      const bit = 1 << (letter.charCodeAt(0) - A);
      for (const character of characters) this.letters.set(character, (this.letters.get(character) ?? 0) | bit);
    }
  }

  /** Numbers of the things that match, best first; null when nothing is asked. */
  find(words) {
    const wanted = folded(words);
    if (!wanted) return null;
    const bits = /^[a-z]+$/.test(wanted) ? [...wanted].map((letter) => 1 << (letter.charCodeAt(0) - A)) : null;
    const found = [];
    this.labels.forEach((label, number) => {
      const grade = this.#grade(label, wanted, bits);
      if (grade) found.push([grade, number]);
    });
    found.sort((a, b) => a[0] - b[0] || this.weight[b[1]] - this.weight[a[1]] || a[1] - b[1]);
    return found.map(([, number]) => number);
  }

  /** A short label, of what is said most, with its initials: to show how one searches. Null where there is none. */
  example() {
    const order = this.labels.map((_, number) => number).sort((a, b) => this.weight[b] - this.weight[a] || a - b);
    const fits = (label) => label.length > 2 && label.length < 7 && [...label].every((character) => Math.log2(this.letters.get(character) ?? 0) % 1 === 0);
    const found = this.labels[order.find((number) => fits(this.labels[number]))];
    if (!found) return null;
    const first = (character) => String.fromCharCode(A + 31 - Math.clz32(this.letters.get(character)));
    return [found, Array.from(found, first).join("")];
  }

  #grade(label, wanted, bits) {
    const at = label.indexOf(wanted);
    if (at >= 0) return label.length === wanted.length ? 1 : at === 0 ? 2 : 3;
    if (!bits) return 0;
    const start = this.#byInitials(label, bits);
    return start < 0 ? 0 : start > 0 ? 6 : label.length === bits.length ? 4 : 5;
  }

  #byInitials(label, bits) {
    for (let start = 0; start + bits.length <= label.length; start += 1) {
      let i = 0;
      while (i < bits.length && this.#begins(label, start + i) & bits[i]) i += 1;
      if (i === bits.length) return start;
    }
    return -1;
  }

  #begins(label, position) {
    const code = label.charCodeAt(position);
    if (code >= A && code < A + 26) return 1 << (code - A);
    return this.letters.get(label[position]) ?? 0;
  }
}
