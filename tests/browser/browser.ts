import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as playwright, type Browser, type Page } from 'playwright-core'
import { ADMIN_PASSWORD } from '../server-process.js'

/** Draws WebGL in software, the same on every machine. */
const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
]
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * A real browser: the one named by `IOC_TEST_BROWSER`, else one that is installed, else the one that the npm registry
 * carries (Linux only), so that the tests need nothing but Node.
 */
export async function openBrowser(): Promise<Browser> {
  const found = process.env['IOC_TEST_BROWSER'] ?? INSTALLED.find((path) => existsSync(path))
  if (found) return playwright.launch({ executablePath: found, args: FLAGS })
  unpacked ??= unpackBrowser()
  return playwright.launch({ executablePath: await unpacked, args: FLAGS })
}

/** Once for all tests of a worker. */
let unpacked: Promise<string> | undefined

async function unpackBrowser(): Promise<string> {
  // It unpacks itself into the temporary folder and would take another version that lies there.
  const folder = mkdtempSync(join(tmpdir(), 'ioc-chromium-'))
  process.env['TMPDIR'] = folder
  const { default: bundled } = await import('@sparticuz/chromium')
  const executablePath = await bundled.executablePath()
  process.env['FONTCONFIG_FILE'] = writeFontConfig(folder)
  return executablePath
}

/** The fonts that came with the browser, and those of the computer if there are any: with none it cannot run. */
function writeFontConfig(folder: string): string {
  const file = join(folder, 'fonts.conf')
  const folders = [join(folder, 'fonts'), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('')
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${folders}<cachedir>${folder}/cache</cachedir></fontconfig>`)
  return file
}

export interface Sitting {
  page: Page
  /** Addresses outside the server that the page asked for. */
  strayed: string[]
  /** Errors that the page threw or logged. */
  broken: string[]
  close(): Promise<void>
}

export interface SittingOptions {
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  /** The screen, where it is not the map: one without a map is there at once. */
  path?: string
  /** A large screen takes its time where everything is drawn in software. */
  patienceMs?: number
}

/** Signs in and waits until the room is there and, on the screen of the map, until that is drawn. */
export async function sitDown(browser: Browser, url: string, options: SittingOptions = {}): Promise<Sitting> {
  const { width = 1440, height = 900, theme = 'dark', path = '/', patienceMs = 60_000 } = options
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: 'vi-VN',
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  page.setDefaultNavigationTimeout(patienceMs)
  const strayed: string[] = []
  const broken: string[] = []
  const { host } = new URL(url)
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (/^(http|ws)s?:$/.test(asked.protocol) && asked.host !== host) strayed.push(request.url())
  })
  page.on('pageerror', (error) => broken.push(String(error)))
  page.on('console', (message) => {
    // A call before sign-in and a server that is away are part of life, and the browser logs them by itself.
    if (message.type() === 'error' && !/Failed to load resource|WebSocket|ERR_/.test(message.text()))
      broken.push(message.text())
  })
  await page.goto(url + path)
  await page.getByTestId('signin-name').fill('admin')
  await page.getByTestId('signin-password').fill(ADMIN_PASSWORD)
  await page.getByTestId('signin-submit').click()
  await page.locator('[data-testid="live-state"]:not([data-feed="connecting"])').waitFor({ timeout: patienceMs })
  if (path === '/') await page.locator('[data-testid="map"][data-ready="true"]').waitFor({ timeout: patienceMs })
  return { page, strayed, broken, close: () => context.close() }
}
