import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a request was made by a page of ours, or by no page at all.
 *
 * Browsers send `Origin` with every request that changes something and with every WebSocket. One without it comes from
 * a program, unless `Sec-Fetch-Site`, which no page can forge, says that another site is behind it. Only the host is
 * compared: in front of us TLS may have ended already.
 */
export function isOurOrigin(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none'
  try {
    return host !== undefined && new URL(origin).host === new URL(`${new URL(origin).protocol}//${host}`).host
  } catch {
    return false
  }
}

/** Whether a request of this method may change something. */
export function isChange(method: string): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method)
}
