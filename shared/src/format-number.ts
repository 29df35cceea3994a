export type Language = 'vi' | 'en'

const TAGS: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' }
const formats = new Map<string, Intl.NumberFormat>()

/** Decimal comma in Vietnamese, point in English; a real minus sign, never a hyphen. */
export function formatNumber(value: number, decimals: number, language: Language): string {
  const key = `${language}${decimals}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(TAGS[language], { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    formats.set(key, format)
  }
  // A value that rounds to nothing is 0, not −0.
  const text = format.format(Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value)
  return text.replace('-', '−')
}
