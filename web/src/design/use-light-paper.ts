import { onScopeDispose } from 'vue'

/** Paper is white: what is printed is printed in the light theme, whatever the screen shows. */
export function useLightPaper(): void {
  const { dataset } = document.documentElement
  let before: string | undefined
  const lighten = () => {
    before = dataset['theme']
    dataset['theme'] = 'light'
  }
  const restore = () => {
    if (before !== undefined) dataset['theme'] = before
  }
  window.addEventListener('beforeprint', lighten)
  window.addEventListener('afterprint', restore)
  onScopeDispose(() => {
    window.removeEventListener('beforeprint', lighten)
    window.removeEventListener('afterprint', restore)
  })
}
