import { useWords } from '../../i18n/use-words.js'

const UNITS: Record<string, string> = {
  bd1: 'm',
  bd2: 'm',
  bd3: 'm',
  mndbt: 'm',
  freeFlowKmh: 'km/h',
  nominalV: 'V',
  ratedKw: 'kW',
}

/** What a station's attributes are called, and how their values are written; what nobody named stays as it was written. */
export function useFactWords() {
  const { t, te, language } = useWords()

  function valueOf(name: string, value: unknown): string {
    if (typeof value === 'boolean') return t(value ? 'fact.yes' : 'fact.no')
    if (typeof value === 'number') {
      const text = value.toLocaleString(language.value === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 6 })
      return UNITS[name] ? `${text} ${UNITS[name]}` : text
    }
    if (typeof value !== 'string') return JSON.stringify(value)
    return te(`fact.said.${value}`) ? t(`fact.said.${value}`) : value
  }
  return {
    nameOf: (name: string) => (te(`fact.name.${name}`) ? t(`fact.name.${name}`) : name),
    valueOf,
  }
}
