import { z } from 'zod'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import type { Api } from './api.js'
import { problemSchema } from './wire-schemas.js'

export interface RuleRoutesOptions {
  rules(): readonly Rule[]
}

/** What raises alarms. */
export function ruleRoutes(app: Api, { rules }: RuleRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/rules',
    schema: {
      tags: ['alarms'],
      summary: 'The rules: what they watch, their limits, and the texts these come from',
      response: { 200: z.array(ruleSchema), default: problemSchema },
    },
    handler: async () => [...rules()],
  })
}
