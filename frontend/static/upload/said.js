// Numbers, sizes and times in the language of the page; its words come with the page.

export class Said {
  constructor(words) {
    this.words = words;
  }

  say(key, values = {}) {
    return this.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  // 1234567.8 with the signs of the language, which `format` shows on 1,234.5.
  number(value, digits = 0) {
    const format = this.words.format;
    const [whole, rest] = value.toFixed(digits).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, format[1]);
    return rest ? grouped + format.at(-2) + rest : grouped;
  }

  size(bytes) {
    const mb = bytes / 1024 ** 2;
    if (mb >= 1) return this.say("mb", { value: this.number(mb, 1) });
    return this.say("kb", { value: this.number(Math.max(1, Math.round(bytes / 1024))) });
  }

  // Hours, minutes and seconds: 0:04:05.
  time(seconds) {
    const whole = Math.round(seconds);
    const two = (value) => String(Math.floor(value)).padStart(2, "0");
    return `${Math.floor(whole / 3600)}:${two((whole % 3600) / 60)}:${two(whole % 60)}`;
  }
}
