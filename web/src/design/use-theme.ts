import { readonly, ref } from 'vue'

export type Theme = 'dark' | 'light'

const REMEMBERED = 'ioc.theme'
const BAR: Record<Theme, string> = { dark: '#11181f', light: '#ffffff' }

/** The choice of this screen; the first time, what the computer prefers. */
export function useTheme() {
  const theme = ref<Theme>(firstTheme())
  show(theme.value)

  return {
    theme: readonly(theme),
    switchTheme() {
      theme.value = theme.value === 'dark' ? 'light' : 'dark'
      localStorage.setItem(REMEMBERED, theme.value)
      show(theme.value)
    },
  }
}

function firstTheme(): Theme {
  const remembered = localStorage.getItem(REMEMBERED)
  if (remembered === 'dark' || remembered === 'light') return remembered
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
}

function show(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', BAR[theme])
}
