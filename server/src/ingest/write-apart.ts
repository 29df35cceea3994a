interface WriteApartOptions<W> {
  /** Whether it could be written, all of it. */
  tryToWrite(batch: readonly W[]): Promise<boolean>
  /** Whether the store writes at all. */
  storeWrites(): Promise<boolean>
  /** It cannot be written, though the store writes. */
  refuse(one: W): void
  pause(): Promise<void>
  /** True: what fails now is not tried again. */
  hasToEnd(): boolean
}

/** A batch that failed so often is taken apart: one submission that cannot be written may not hold up all others. */
const TRIES_TOGETHER = 3

/**
 * Writes a batch, again and again until it succeeds; one that goes on failing while the store writes is taken apart, and
 * what fails alone as well is refused. Where the store is at fault everybody waits for it together.
 *
 * Answers what there was no time left for.
 */
export async function writeApart<W>(batch: readonly W[], options: WriteApartOptions<W>): Promise<readonly W[]> {
  const { tryToWrite, storeWrites, pause, hasToEnd } = options
  let left = batch
  for (let tries = 1; ; tries++) {
    if (await tryToWrite(left)) return []
    if (tries >= TRIES_TOGETHER && (await storeWrites())) left = await writeOneByOne(left, options)
    if (left.length === 0 || hasToEnd()) return left
    await pause()
  }
}

/** Answers those that the store failed on meanwhile. */
async function writeOneByOne<W>(
  batch: readonly W[],
  { tryToWrite, storeWrites, refuse }: WriteApartOptions<W>,
): Promise<readonly W[]> {
  const failed: W[] = []
  for (const one of batch) {
    if (await tryToWrite([one])) continue
    if (await storeWrites()) refuse(one)
    else failed.push(one)
  }
  return failed
}
