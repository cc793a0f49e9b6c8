import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { startServer } from '../../test/server.ts';
import { createDeliver, createDownload, createGuard } from '../index.ts';

const never = new AbortController().signal;
const refused = { kind: 'invalid_input', code: 'address_refused' };

/** A name server that gives each of these answers once, the last one for ever. */
function nameServer(...answers: string[][]) {
  const asked: string[] = [];
  const resolve = (hostname: string): Promise<LookupAddress[]> => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return Promise.resolve(
      answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, resolve };
}

const publicIp = '93.184.215.14';
const publicNames = nameServer([publicIp]);
const guard = createGuard({ resolve: publicNames.resolve });

describe('an address that a user chooses', () => {
  it.each([
    'http://example.com',
    'https://example.com/a?b#c',
    'https://93.184.215.14',
    'https://[2606:4700:4700::1111]/',
    'https://example.com:8443',
    'http://example.com:80',
  ])('may be public: %s', async (address) => {
    await expect(guard(address, never)).resolves.toMatchObject({ url: new URL(address) });
  });

  it.each([
    ['loopback', 'http://127.0.0.1'],
    ['loopback of another number', 'http://127.8.9.10'],
    ['loopback as one decimal number', 'http://2130706433'],
    ['loopback in hex', 'http://0x7f000001'],
    ['loopback in mixed hex', 'http://0x7f.0.0.1'],
    ['loopback in octal', 'http://0177.0.0.1'],
    ['loopback in short', 'http://127.1'],
    ['loopback in other digits', 'http://①②⑦.⓪.⓪.①'],
    ['loopback in percent signs', 'http://%31%32%37.0.0.1'],
    ['loopback with a dot at its end', 'http://127.0.0.1.'],
    ['loopback of IPv6', 'http://[::1]'],
    ['loopback of IPv6 in full', 'http://[0:0:0:0:0:0:0:1]'],
    ['loopback in an IPv6 address', 'http://[::ffff:127.0.0.1]'],
    ['loopback in a mapped address in hex', 'http://[::ffff:7f00:1]'],
    ['loopback in a compatible address', 'http://[::127.0.0.1]'],
    ['loopback behind a translator', 'http://[64:ff9b::7f00:1]'],
    ['loopback behind a local translator', 'http://[64:ff9b:1::7f00:1]'],
    ['loopback in 6to4', 'http://[2002:7f00:1::]'],
    ['Teredo', 'http://[2001:0:7f00:1::]'],
    ['this host', 'http://0.0.0.0'],
    ['this host in short', 'http://0'],
    ['this host of IPv6', 'http://[::]'],
    ['a private network of class A', 'http://10.20.30.40'],
    ['a private network of class B', 'http://172.31.0.1'],
    ['a private network of class C', 'http://192.168.1.1'],
    ['a unique-local network', 'http://[fd12:3456::1]'],
    ['a link-local address', 'http://[fe80::1]'],
    ['a site-local address', 'http://[fec0::1]'],
    ['a carrier network', 'http://100.64.0.1'],
    ['multicast', 'http://224.0.0.251'],
    ['multicast of IPv6', 'http://[ff02::1]'],
    ['broadcast', 'http://255.255.255.255'],
    ['a reserved range', 'http://240.0.0.1'],
    ['a benchmark range', 'http://198.18.0.1'],
    ['a documentation range', 'http://[2001:db8::1]'],
    ['metadata of AWS, Google and Azure', 'http://169.254.169.254/latest/meta-data'],
    ['metadata of AWS by IPv6', 'http://[fd00:ec2::254]'],
    ['metadata of Alibaba', 'http://100.100.100.200'],
    ['metadata of Oracle', 'http://192.0.0.192'],
    ['the wire server of Azure', 'http://168.63.129.16'],
  ])('may not be %s: %s', async (_, address) => {
    await expect(guard(address, never)).rejects.toMatchObject(refused);
  });

  it.each([
    ['that names its own computer', 'http://localhost'],
    ['that names its own computer with a dot', 'http://LOCALHOST.'],
  ])('may not be one %s: %s', async (_, address) => {
    await expect(createGuard()(address, never)).rejects.toMatchObject(refused);
  });

  it.each([
    ['a user name', 'https://jane@example.com'],
    ['a password', 'https://jane:secret@example.com'],
    ['what looks like a host', 'https://example.com:80@127.0.0.1'],
  ])('may not hold %s before the @: %s', async (_, address) => {
    await expect(guard(address, never)).rejects.toMatchObject(refused);
  });

  it.each([
    'ftp://example.com',
    'file:///etc/passwd',
    'gopher://example.com',
    'data:text/plain,a',
    'example.com',
    '//example.com',
    'http://',
    'http://[fe80::1%25eth0]',
    '',
  ])('may be of the web alone, not %j', async (address) => {
    await expect(guard(address, never)).rejects.toMatchObject(refused);
  });

  it.each(['http://example.com:22', 'http://example.com:25', 'https://example.com:1'])(
    'may not name a port that other services have: %s',
    async (address) => {
      await expect(guard(address, never)).rejects.toMatchObject(refused);
    },
  );

  it('may have to begin with https', async () => {
    const strict = createGuard({ httpsOnly: true, resolve: publicNames.resolve });
    await expect(strict('http://example.com', never)).rejects.toMatchObject(refused);
    await expect(strict('https://example.com', never)).resolves.toBeDefined();
  });

  it('that leads inside is refused without saying where to', async () => {
    const inside = createGuard({ resolve: nameServer(['10.1.2.3']).resolve });
    await expect(inside('http://db.example', never)).rejects.toMatchObject({
      ...refused,
      message: expect.not.stringContaining('10.1.2.3'),
    });
  });

  it('that nobody has a number for may be tried later', async () => {
    const away = () => Promise.reject(new Error('ENOTFOUND'));
    const unknown = { kind: 'unavailable', message: expect.stringContaining('example.com') };
    for (const resolve of [away, nameServer([]).resolve]) {
      await expect(createGuard({ resolve })('http://example.com', never)).rejects.toMatchObject(
        unknown,
      );
    }
  });

  it('is not waited for by who has been told to stop', async () => {
    const stopping = new AbortController();
    const slow = createGuard({
      resolve: () => {
        stopping.abort(new Error('the worker is stopping'));
        return new Promise(() => undefined);
      },
    });
    await expect(slow('http://example.com', stopping.signal)).rejects.toThrow('is stopping');
  });
});

describe('a name server that changes its answer', () => {
  it('is asked once: the connection goes to the address that was checked', async () => {
    const names = nameServer([publicIp], ['127.0.0.1']);
    const destination = await createGuard({ resolve: names.resolve })('http://rebind.test', never);
    expect(destination.addresses).toEqual([{ address: publicIp, family: 4 }]);
    expect(names.asked).toEqual(['rebind.test']);
  });

  it('leads a delivery to what it said first, by the name that was written', async () => {
    const hosts: unknown[] = [];
    const server = await startServer((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    const names = nameServer(['127.0.0.1'], ['10.0.0.1']);
    const reach = createGuard({ resolve: names.resolve, allow: ['127.0.0.0/8'] });
    const deliver = createDeliver({ who: 'The server', reach, timeoutMs: 20_000 });
    // Nobody but our name server knows the name, so a second lookup would find nothing.
    const url = `http://rebind.test:${server.port}/`;
    await expect(deliver({ url, headers: {}, body: '{}', signal: never })).resolves.toMatchObject({
      status: 200,
    });
    expect(hosts).toEqual([`rebind.test:${server.port}`]);
    expect(names.asked).toHaveLength(1);
    await server.close();
  });

  it('is refused when one of several answers leads inside', async () => {
    const mixed = createGuard({ resolve: nameServer([publicIp, '127.0.0.1']).resolve });
    await expect(mixed('http://rebind.test', never)).rejects.toMatchObject(refused);
  });

  it('is found out when a redirect leads to the same name again', async () => {
    let requests = 0;
    const server = await startServer((request, response) => {
      requests += 1;
      response.writeHead(302, { location: request.url === '/' ? '/again' : '/' }).end();
    });
    const names = nameServer(['127.0.0.1'], ['10.0.0.1']);
    const reach = createGuard({ resolve: names.resolve, allow: ['127.0.0.1'] });
    const download = createDownload({ reach, maxBytes: 10, timeoutMs: 20_000, idleMs: 20_000 });
    const url = `http://rebind.test:${server.port}/`;
    await expect(download({ url, signal: never })).rejects.toMatchObject(refused);
    expect(requests).toBe(1);
    await server.close();
  });
});

describe('what the operator allows', () => {
  const inside = { resolve: nameServer(['10.1.2.3']).resolve };

  it.each([
    ['a host name', 'recordings.internal', 'http://recordings.internal'],
    ['a host name in capitals', 'Recordings.Internal', 'http://recordings.internal./'],
    ['a host name at any port', 'recordings.internal', 'http://recordings.internal:90'],
    ['an address', '10.1.2.3', 'http://recordings.internal'],
    ['a range', '10.1.0.0/16', 'http://recordings.internal:90'],
    ['a range of IPv6', 'fd00::/8', 'http://[fd12::1]'],
  ])('may be reached: %s, %s', async (_, entry, address) => {
    const allowing = createGuard({ ...inside, allow: [entry] });
    await expect(allowing(address, never)).resolves.toBeDefined();
  });

  it.each([
    ['another host', 'recordings.internal', 'http://db.internal'],
    ['a host below it', 'internal', 'http://db.internal'],
    ['another range', '10.2.0.0/16', 'http://db.internal'],
    ['another spelling of its own loopback', '127.0.0.0/8', 'http://[::ffff:127.0.0.1]'],
  ])('says nothing of %s: %s', async (_, entry, address) => {
    const allowing = createGuard({ ...inside, allow: [entry] });
    await expect(allowing(address, never)).rejects.toMatchObject(refused);
  });

  it.each(['http://a', 'a:80', '10.0.0.0/33', '*.internal/', ''])(
    'is refused at the start when it is neither a host nor a range: %j',
    (entry) => {
      expect(() => createGuard({ allow: [entry] })).toThrow(
        expect.objectContaining({ kind: 'misconfigured' }),
      );
    },
  );
});
