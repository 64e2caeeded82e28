/* Pictures of pages, looked at in a page of their own: how far two differ, and one in few colours to keep. */
const looking = {
  async pixels(base64) {
    const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
    const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none" });
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  },

  /* A pixel is as it was if each of its channels lies within what the pixel and its eight neighbours had before, give
     or take `tolerance`: so the smoothing of a letter's edge may change, but neither its place by more than a pixel
     nor a colour. */
  async differences([before, now, tolerance]) {
    const [a, b] = [await looking.pixels(before), await looking.pixels(now)];
    if (a.width !== b.width || a.height !== b.height) {
      return { size: [a.width, a.height, b.width, b.height], pixels: Infinity, box: null };
    }
    let pixels = 0;
    let box = null;
    const isNew = (from, to, x, y) => {
      for (let channel = 0; channel < 3; channel++) {
        let [low, high] = [255, 0];
        for (let v = Math.max(0, y - 1); v <= Math.min(a.height - 1, y + 1); v++) {
          for (let u = Math.max(0, x - 1); u <= Math.min(a.width - 1, x + 1); u++) {
            const value = from[(v * a.width + u) * 4 + channel];
            low = Math.min(low, value);
            high = Math.max(high, value);
          }
        }
        const value = to[(y * a.width + x) * 4 + channel];
        if (value < low - tolerance || value > high + tolerance) {
          return true;
        }
      }
      return false;
    };
    for (let y = 0; y < a.height; y++) {
      for (let x = 0; x < a.width; x++) {
        const at = (y * a.width + x) * 4;
        const apart = [0, 1, 2].some((channel) => Math.abs(a.data[at + channel] - b.data[at + channel]) > tolerance);
        if (apart && (isNew(a.data, b.data, x, y) || isNew(b.data, a.data, x, y))) {
          pixels++;
          box = box
            ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)]
            : [x, y, x, y];
        }
      }
    }
    return { size: null, pixels, box };
  },

  /* The commonest colours that are further apart than `apart`, at most 256, and for each pixel the nearest of them. */
  async fewColours([base64, apart]) {
    const { data, width, height } = await looking.pixels(base64);
    const counts = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const far = (one, other) =>
      Math.max(
        Math.abs((one >> 16) - (other >> 16)),
        Math.abs(((one >> 8) & 255) - ((other >> 8) & 255)),
        Math.abs((one & 255) - (other & 255)),
      );
    const palette = [];
    for (const [colour] of [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0])) {
      if (palette.length < 256 && palette.every((one) => far(one, colour) > apart)) {
        palette.push(colour);
      }
    }
    const nearest = new Map();
    for (const colour of counts.keys()) {
      nearest.set(
        colour,
        palette.reduce((best, one, index) => (far(one, colour) < far(palette[best], colour) ? index : best), 0),
      );
    }
    let indices = "";
    for (let at = 0; at < data.length; at += 4) {
      indices += String.fromCharCode(nearest.get((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]));
    }
    return { width, height, palette, indices: btoa(indices) };
  },

  /* Where the main parts of a page stand, how large, in which colours and letters, and with which first words. */
  parts() {
    const parts = document.querySelectorAll(".site-header, main, main > *, main > * > *, h1, h2, h3, table, .site-footer");
    return [...parts]
      .filter((part) => part.checkVisibility())
      .map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        const { color, backgroundColor, fontSize, fontWeight } = getComputedStyle(part);
        return {
          part: part.localName,
          words: part.textContent.trim().replace(/\s+/g, " ").slice(0, 40),
          box: [x, y, width, height].map(Math.round),
          style: [color, backgroundColor, fontSize, fontWeight].join(" "),
        };
      });
  },
};
