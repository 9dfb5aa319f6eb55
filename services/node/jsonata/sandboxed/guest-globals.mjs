// @ts-check
// Plain JavaScript, for the worker that needs it. See guest-globals.d.mts.

/** @type {typeof import("./guest-globals.mjs").base64} */
export function base64() {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const digit = (/** @type {number} */ bits) => DIGITS.charAt(bits & 63);

  return {
    btoa(text) {
      let encoded = "";
      for (let at = 0; at < text.length; at += 3) {
        const [a = 0, b = 0, c = 0] = [0, 1, 2].map((by) => text.charCodeAt(at + by) & 255);
        const digits = [digit(a >> 2), digit((a << 4) | (b >> 4)), digit((b << 2) | (c >> 6)), digit(c)];
        encoded += digits.slice(0, text.length - at + 1).join("");
      }
      return encoded.padEnd(Math.ceil(encoded.length / 4) * 4, "=");
    },

    atob(encoded) {
      let text = "";
      let bits = 0;
      let count = 0;
      for (const character of encoded.replace(/-/g, "+").replace(/_/g, "/")) {
        if (character === "=") break;
        const value = DIGITS.indexOf(character);
        if (value === -1) continue;
        bits = ((bits << 6) | value) & 0xffff;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        text += String.fromCharCode((bits >> count) & 255);
      }
      return text;
    },
  };
}

/** @type {typeof import("./guest-globals.mjs").randomFrom} */
export function randomFrom([a = 0, b = 0, c = 0, d = 0]) {
  const next = () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  return () => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;
}
