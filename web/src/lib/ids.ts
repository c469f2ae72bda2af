/** Ids that sort by when they were made (RFC 9562, section 5.7), also where the clock was put back in between. */
export function idMaker(now: () => number): { make: () => string; behind: (id: string) => void } {
  let [last, count] = [0, 0];
  const make = () => {
    const time = Math.max(now(), last);
    count = time === last ? count + 1 : 0;
    if (count > 0xfff) [last, count] = [last + 1, 0];
    else last = time;
    return written(last, count);
  };
  /** What is made from now on sorts behind this id. */
  const behind = (id: string) => {
    const time = timeOf(id);
    if (time >= last) [last, count] = [time + 1, 0];
  };
  return { make, behind };
}

/** Milliseconds since 1970. */
export function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

function written(time: number, count: number): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = 0x80 | ((random[0] ?? 0) & 0x3f);
  const tail = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const head = time.toString(16).padStart(12, "0") + (0x7000 | count).toString(16);
  return (head + tail).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
