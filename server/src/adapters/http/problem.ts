import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Problem } from '@ioc/shared/wire'
import { CodedError, coded, type Fault } from '../../errors.js'

type NoteBroken = (request: { method: string; url: string }, cause: unknown) => void

/** Answers every error as RFC 9457 problem details; what broke on our side is noted and not told. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, noteBroken: NoteBroken) {
  const known = toCoded(error)
  if (known.status >= 500) noteBroken({ method: request.method, url: request.url }, error)
  if (known.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.code(known.status).type('application/problem+json').serializer(JSON.stringify).send(toProblem(known))
}

function toProblem(error: CodedError): Problem {
  const { code, title, status, message, faults } = error
  const problem: Problem = { type: `urn:ioc:problem:${code}`, title, status, code, detail: message }
  return faults.length > 0 ? { ...problem, errors: faults } : problem
}

function toCoded(error: unknown): CodedError {
  if (error instanceof CodedError) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = PARTS[error.validationContext ?? ''] ?? ''
    const faults = error.validation.map(({ instancePath, message }) => fault(part, instancePath, message))
    return coded('request.bad', faults.map(({ at, message }) => `${at}: ${message}`).join('; '), { faults })
  }
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string }
  if (statusCode === 413) return coded('payload.too-large', message ?? '', { cause: error })
  if (code === 'FST_ERR_NOT_FOUND' || statusCode === 404) return coded('not-found', 'there is nothing here')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return coded('request.bad', message ?? '', { cause: error })
  }
  return coded('internal', 'the server has noted what happened', { cause: error })
}

const PARTS: Readonly<Record<string, string>> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'headers',
}

/** `/observations/3/at` of the body is told as `body.observations[3].at`. */
function fault(part: string, instancePath: string, message = 'is wrong'): Fault {
  const steps = instancePath.split('/').filter((step) => step !== '')
  return { at: part + steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join(''), message }
}
