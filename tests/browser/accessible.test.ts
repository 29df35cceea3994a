import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type ServerProcess } from '../server-process.js'
import { openBrowser, sitDown } from './browser.js'

describe('the screen', () => {
  let server: ServerProcess
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  it.each(['dark', 'light'] as const)(
    'keeps to WCAG 2.2 AA as far as a program can tell: %s',
    async (theme) => {
      const { page, close } = await sitDown(browser, server.http, { theme })
      await page.getByTestId('search').fill('HUE-WL-05')
      await page.getByTestId('search-result').first().click()
      await page.getByTestId('station-panel').waitFor()
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
      await close()
    },
    120_000,
  )
})
