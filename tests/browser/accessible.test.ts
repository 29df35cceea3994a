import { describe, expect, it } from 'vitest'
import { setStage } from './set-stage.js'
import { wcagFaults } from './wcag-faults.js'

describe('the screen', () => {
  const stage = setStage()

  it.each(['dark', 'light'] as const)(
    'keeps to WCAG 2.2 AA as far as a program can tell: %s',
    async (theme) => {
      const { page } = await stage.sitDown({ theme })
      await page.getByTestId('search').fill('HUE-WL-05')
      await page.getByTestId('search-result').first().click()
      await page.getByTestId('station-panel').waitFor()
      expect(await wcagFaults(page)).toEqual([])
    },
    120_000,
  )
})
