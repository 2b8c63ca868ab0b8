/* The petugas's PIN of the shift: it keeps a respondent who holds the phone inside the questionnaire. Kept as a salted
   hash for twelve hours; wrong tries cost time. */

const SHIFT = 12 * 3600_000; // ms
const ROUNDS = 100_000;
const FREE_TRIES = 5;
const WAIT = 30_000; // ms after the fifth wrong try, doubled by each one more

export function pins({ settings }) {
  const key = (petugas) => `pin:${petugas}`;

  async function living(petugas) {
    const pin = await settings.get(key(petugas));
    return pin && Date.now() - pin.made_at < SHIFT ? pin : null;
  }

  async function make(petugas, digits) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    await settings.set(key(petugas), { salt, hash: await hash(digits, salt), made_at: Date.now(), wrong: 0, until: 0 });
  }

  /** Return "" when the PIN is right, or what to say. */
  async function check(petugas, digits) {
    const pin = await settings.get(key(petugas));
    if (!pin) return "";
    const left = Math.ceil((pin.until - Date.now()) / 1000);
    if (left > 0) return `Terlalu sering salah. Coba lagi ${left} detik lagi.`;
    const right = same(await hash(digits, pin.salt), pin.hash);
    const wrong = right ? 0 : pin.wrong + 1;
    const wait = wrong < FREE_TRIES ? 0 : WAIT * 2 ** (wrong - FREE_TRIES);
    await settings.set(key(petugas), { ...pin, wrong, until: wait ? Date.now() + wait : 0 });
    return right ? "" : "PIN ini belum cocok. Periksa angkanya.";
  }

  return { living, make, check };
}

async function hash(digits, salt) {
  const base = await crypto.subtle.importKey("raw", new TextEncoder().encode(digits), "PBKDF2", false, ["deriveBits"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(way, base, 256));
}

function same(one, other) {
  return one.every((byte, place) => byte === other[place]);
}
