import { createI18n } from 'vue-i18n'
import { bindSigns } from './bind-signs.js'
import { en } from './en.js'
import type { Language } from '@ioc/shared/format-number'
import { vi } from './vi.js'

const REMEMBERED = 'ioc.language'

export const i18n = createI18n({
  legacy: false,
  locale: firstLanguage(),
  fallbackLocale: 'vi',
  messages: { vi, en },
  postTranslation: (text) => (typeof text === 'string' ? bindSigns(text) : text),
})

export function switchLanguage(): void {
  const next: Language = i18n.global.locale.value === 'vi' ? 'en' : 'vi'
  i18n.global.locale.value = next
  localStorage.setItem(REMEMBERED, next)
}

function firstLanguage(): Language {
  return localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'vi'
}
