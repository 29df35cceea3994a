import type { Severity } from '@ioc/shared/alarm'
import { SHAPES } from '../design/shapes.js'

const PLAIN_ICON = document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href ?? ''
const PLAIN_TITLE = document.title

/** Tells on the tab how many alarms nobody has taken, and how bad the worst of them is. */
export function showBadge(count: number, worst: Severity | null): void {
  document.title = count > 0 ? `(${count}) ${PLAIN_TITLE}` : PLAIN_TITLE
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (icon) icon.href = worst === null ? PLAIN_ICON : iconOf(worst, count)
}

function iconOf(severity: Severity, count: number): string {
  const style = getComputedStyle(document.documentElement)
  const fill = style.getPropertyValue(`--${severity}-fill`).trim()
  const ink = style.getPropertyValue(`--on-${severity}`).trim()
  const words = count > 9 ? '9+' : String(count)
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="${SHAPES[severity].path}" fill="${fill}"/><text x="12" y="17" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="13" fill="${ink}">${words}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`
}
