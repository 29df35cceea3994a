import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'

const SIGNING = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY = 86_400_000

/** PEM texts. */
export interface Certificate {
  cert: string
  key: string
}

export interface Authority {
  cert: string
  /** A certificate of this name, for `localhost` too; `days` from now on, negative for one that is over. */
  issue(name: string, days?: number): Promise<Certificate>
}

/** An authority of its own, made anew: no key lies in the repository. */
export async function createAuthority(name: string): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(SIGNING, true, ['sign', 'verify'])
  const own = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: SIGNING,
    notBefore: new Date(Date.now() - 100 * DAY),
    notAfter: new Date(Date.now() + 100 * DAY),
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  })
  let issued = 0

  return {
    cert: own.toString('pem'),
    async issue(subject, days = 1) {
      const theirs = await webcrypto.subtle.generateKey(SIGNING, true, ['sign', 'verify'])
      const certificate = await X509CertificateGenerator.create({
        serialNumber: createHash('sha256').update(`${name}/${++issued}`).digest('hex').slice(0, 16),
        subject: `CN=${subject}`,
        issuer: own.subject,
        notBefore: new Date(Date.now() - 30 * DAY),
        notAfter: new Date(Date.now() + days * DAY),
        publicKey: theirs.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: SIGNING,
        extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
      })
      const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', theirs.privateKey)).toString('base64')
      const lines = key.match(/.{1,64}/g) ?? []
      const pem = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
      return { cert: certificate.toString('pem'), key: pem }
    },
  }
}
