import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Localized } from '@ioc/shared/alarm'
import { unitOf, type ObservedProperty } from '@ioc/shared/properties'
import { formatNumber, type Language } from '@ioc/shared/format-number'
import { bindSigns } from './bind-signs.js'
import { formatAge, formatDuration } from './format-time.js'

/** Words, numbers and ages in the language of the moment. */
export function useWords() {
  const { t, te, locale } = useI18n()
  const language = computed<Language>(() => (locale.value === 'en' ? 'en' : 'vi'))

  return {
    t,
    /** Whether there is such a word. */
    te,
    language,
    number: (value: number, decimals: number) => formatNumber(value, decimals, language.value),
    /** A share, 0 to 1, in whole percent. */
    percent: (share: number) => bindSigns(`${formatNumber(share * 100, 0, language.value)} %`),
    age: (ms: number) => formatAge(ms, language.value),
    duration: (ms: number) => formatDuration(ms, language.value),
    pick: (text: Localized) => text[language.value],
    /** What is read behind a number of this property. */
    unit: (property: ObservedProperty | undefined) => unitOf(property)[language.value],
    /** A kind has a word where we know it, otherwise its own key. */
    kind: (key: string) => (te(`kind.${key}`) ? t(`kind.${key}`) : key),
  }
}
