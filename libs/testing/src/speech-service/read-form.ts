/** A multipart form that tests send; null when it is none. */
export async function readForm(body: Buffer, contentType: string): Promise<FormData | null> {
  try {
    const headers = { 'content-type': contentType };
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- for what strangers send; tests send small forms
    return await new Response(new Uint8Array(body), { headers }).formData();
  } catch {
    return null;
  }
}
