// Packed data of a page in, its bytes or value out.

/** The value of a JSON script element of the page. */
export function embedded(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** The bytes of base64 text. */
export function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** What was deflated (without zlib's header), as a response to read text, JSON or bytes from. */
export function inflated(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
}
