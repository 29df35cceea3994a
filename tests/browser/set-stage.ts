import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { startServer, type ServerProcess, type StartOptions } from '../server-process.js'
import { openBrowser, sitDown, type Sitting, type SittingOptions } from './browser.js'

interface Stage {
  /** May be put in the place of one that was killed. */
  server: ServerProcess
  browser: Browser
  /** Somebody signs in. Whoever sat there before has gone: every map is drawn in software, and one is enough. */
  sitDown(options?: SittingOptions): Promise<Sitting>
}

/** A server, started with these options, and a browser for the tests of one file or one `describe`; all of it is gone with them. */
export function setStage(options: StartOptions = {}): Stage {
  let sitting: Sitting | undefined
  const stage = {
    async sitDown(seat) {
      await sitting?.close()
      return (sitting = await sitDown(stage.browser, stage.server.http, seat))
    },
  } as Stage
  beforeAll(async () => {
    ;[stage.server, stage.browser] = await Promise.all([startServer(options), openBrowser()])
  }, 180_000)
  afterAll(async () => {
    await stage.browser?.close()
    await stage.server?.stop()
  }, 60_000)
  return stage
}

/** Goes to a screen by the header, through a menu where it is in one. */
export async function goTo(page: Page, screen: string): Promise<void> {
  const menu = page.locator(`[data-testid="nav-menu"][data-screens~="${screen}"]`)
  await page.locator(`.nav [data-testid="to-${screen}"]`).or(menu).first().waitFor()
  if (await menu.isVisible()) await menu.click()
  await page.getByTestId(`to-${screen}`).click()
}
