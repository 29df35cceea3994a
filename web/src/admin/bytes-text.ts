const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** A size as people read it: three digits at most, in steps of 1,000. */
export function bytesText(bytes: number, number: (value: number, decimals: number) => string): string {
  let value = bytes
  let step = 0
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1_000
    step += 1
  }
  return `${number(value, step === 0 || value >= 100 ? 0 : 1)} ${UNITS[step]}`
}
