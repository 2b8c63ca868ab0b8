/* The backup file: unsent interviews that only the OPD's admin can open. ECDH P-256 with a key made for this one file,
   HKDF-SHA256, AES-256-GCM. Nothing leaves the queue by it. */

const INFO = new TextEncoder().encode("potret-cadangan-1");
const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** Return {name, blob} of the file that holds `items`. `opd` is of the last data, with its public key. */
export async function backupFile({ opd, device_id, items, app_version }) {
  const made_at = new Date().toISOString();
  const plain = new TextEncoder().encode(JSON.stringify({ device_id, sent_at: made_at, app_version, items }));
  const sealed = await seal(plain, opd.public_key);
  const file = { v: 1, opd: opd.kode, device_id, made_at, count: items.length, ...sealed };
  const day = made_at.slice(0, 10);
  return { name: `cadangan-${opd.kode}-${day}.potret`, blob: new Blob([JSON.stringify(file)], { type: "application/octet-stream" }) };
}

async function seal(plain, jwk) {
  const theirs = await crypto.subtle.importKey("jwk", jwk, CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: INFO };
  const key = await crypto.subtle.deriveKey(derivation, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const ct = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", own.publicKey);
  return { epk: { kty, crv, x, y }, iv: base64(iv), ct: base64(new Uint8Array(ct)) };
}

function base64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(text);
}

/** Hand a file to the person: by the share sheet where an installed app has no downloads, else as a download. */
export async function give({ name, blob }) {
  const file = new File([blob], name, { type: blob.type });
  if (navigator.standalone && navigator.canShare?.({ files: [file] })) return navigator.share({ files: [file] });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
