import type { Page } from 'playwright-core'

/** Does what a person does, and counts it: each click, each key and each field that is written is one step. */
export function countSteps(page: Page) {
  let steps = 0
  const element = (target: string) => (/^[a-z-]+$/.test(target) ? page.getByTestId(target) : page.locator(target))
  return {
    get steps() {
      return steps
    },
    /** By its test id, or by a selector. */
    async click(target: string) {
      steps += 1
      await element(target).first().click()
    },
    /** In the middle of it: on a map. */
    async clickInto(target: string) {
      steps += 1
      const { x, y, width, height } = (await element(target).boundingBox())!
      await page.mouse.click(x + width / 2, y + height / 2)
    },
    async press(key: string) {
      steps += 1
      await page.keyboard.press(key)
    },
    async write(target: string, text: string) {
      steps += 1
      await element(target).fill(text)
    },
  }
}
