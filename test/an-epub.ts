import { aZip } from "./a-zip.ts";

/** A JPEG's first bytes: enough to know what it is. */
export const aCover = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0]);

const long = (words: string) => `<p>${`${words} `.repeat(12).trim()}</p>`;

/** A small book as EPUB: two chapters in one file, one in another, a title page, notes. `more` files come on top, or in place. */
export function anEpub(more: Readonly<Record<string, string | Uint8Array>> = {}): Uint8Array<ArrayBuffer> {
  return aZip({
    mimetype: "application/epub+zip",
    "META-INF/container.xml": `<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
      <rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
    "OEBPS/book.opf": `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
      <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Fox &amp; the Sea</dc:title>
      <dc:creator>Ida Example</dc:creator><dc:language>en-GB</dc:language><meta name="cover" content="c"/></metadata>
      <manifest>
        <item id="c" href="images/cover.jpg" media-type="image/jpeg"/>
        <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <item id="t" href="title.xhtml" media-type="application/xhtml+xml"/>
        <item id="one" href="text/one%20two.xhtml" media-type="application/xhtml+xml"/>
        <item id="three" href="text/three.xhtml" media-type="application/xhtml+xml"/>
        <item id="n" href="notes.xhtml" media-type="application/xhtml+xml"/>
      </manifest>
      <spine><itemref idref="nav"/><itemref idref="t"/><itemref idref="one"/><itemref idref="three"/><itemref idref="n" linear="no"/></spine></package>`,
    "OEBPS/nav.xhtml": `<html xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body><nav epub:type="toc"><ol>
      <li><a href="title.xhtml">Title Page</a></li>
      <li><a href="text/one%20two.xhtml">The Beach</a></li>
      <li><a href="text/one%20two.xhtml#night">The&nbsp;Night</a></li>
      <li><a href="text/three.xhtml">Morning</a></li></ol></nav></body></html>`,
    "OEBPS/title.xhtml": `<html><body><h1>The Fox &amp; the Sea</h1><p>by Ida Example</p></body></html>`,
    "OEBPS/text/one two.xhtml": `<?xml version="1.0"?><html xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title><style>p{}</style></head><body>
      <h2>The Beach</h2><p>A fox<a epub:type="noteref" href="#n1">1</a> sat on warm sand.<sup>2</sup> Its side was 10<sup>2</sup> grains, on the 2<sup>nd</sup> dune.</p>
      ${long("He counted the waves.")}<span epub:type="pagebreak" id="p2">2</span><script>alert(1)</script>
      <aside epub:type="footnote" id="n1"><p>A red one.</p></aside>
      <h2 id="night">The Night</h2>${long("The moon said always one more.")}</body></html>`,
    "OEBPS/text/three.xhtml": `<html><body><h2>Morning</h2>${long("Then he slept.")}</body></html>`,
    "OEBPS/notes.xhtml": "<html><body><p>Notes nobody reads aloud.</p></body></html>",
    "OEBPS/images/cover.jpg": aCover,
    ...more,
  });
}
