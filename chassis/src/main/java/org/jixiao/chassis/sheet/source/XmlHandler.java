package org.jixiao.chassis.sheet.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jixiao.chassis.problem.Violation;

/**
 * Reads one part of an XLSX file, element by element. A document type, and with it every entity, is refused; so are a tag
 * that does not end within a mebibyte, elements deep within one another and ever new names, which the parser would hold in
 * memory.
 */
final class XmlHandler implements AutoCloseable {

    enum Event {
        START, END, TEXT, OTHER, DONE
    }

    private static final int TOKEN_BYTES_MAX = 1 << 20;
    private static final int DEPTH_MAX = 64;
    private static final int NAMES_MAX = 2_000;
    private static final XMLInputFactory FACTORY = factory();

    private final String part;
    private final Bounded in;
    private final XMLStreamReader xml;
    private final Set<String> names = new HashSet<>();
    private int depth;

    XmlHandler(String part, InputStream in) {
        this.part = part;
        this.in = new Bounded(in);
        this.xml = guarded(() -> FACTORY.createXMLStreamReader(this.in));
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    Event next() {
        in.since = 0;
        int event = guarded(() -> xml.hasNext() ? xml.next() : XMLStreamConstants.END_DOCUMENT);
        return switch (event) {
            case XMLStreamConstants.START_ELEMENT -> deeper();
            case XMLStreamConstants.END_ELEMENT -> {
                depth--;
                yield Event.END;
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> Event.TEXT;
            case XMLStreamConstants.END_DOCUMENT -> Event.DONE;
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.ENTITY_DECLARATION ->
                throw ZipParts.unsafe("doctype").with("part", part);
            case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                name("?", xml.getPITarget());
                yield Event.OTHER;
            }
            default -> Event.OTHER;
        };
    }

    private Event deeper() {
        if (++depth > DEPTH_MAX) {
            throw ZipParts.unsafe("depth").with("part", part);
        }
        name(xml.getPrefix(), xml.getLocalName());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            name(xml.getAttributePrefix(i), xml.getAttributeLocalName(i));
        }
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            name(xml.getNamespacePrefix(i), xml.getNamespaceURI(i));
        }
        return Event.START;
    }

    private void name(String prefix, String name) {
        boolean fresh = names.add(prefix == null || prefix.isEmpty() ? name : prefix + ':' + name);
        if (fresh && names.size() > NAMES_MAX) {
            throw ZipParts.unsafe("names").with("part", part);
        }
    }

    /** The element's name without its namespace's prefix. */
    String name() {
        return xml.getLocalName();
    }

    /** Null where the element has no such attribute. */
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** An attribute of the namespace of relationships, of either edition of the standard. */
    String relation(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String namespace = xml.getAttributeNamespace(i);
            if (xml.getAttributeLocalName(i).equals(name) && namespace != null && namespace.endsWith("/relationships")) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Adds the text at hand, so far as it fits into the limit. */
    void text(StringBuilder into, int max) {
        int room = Math.min(xml.getTextLength(), max - into.length());
        if (room > 0) {
            into.append(xml.getTextCharacters(), xml.getTextStart(), room);
        }
    }

    private interface Step<T> {
        T take() throws XMLStreamException;
    }

    /** The JDK's parser answers some broken documents with exceptions of its own bookkeeping. */
    private <T> T guarded(Step<T> step) {
        try {
            return step.take();
        } catch (Violation refused) {
            throw refused;
        } catch (XMLStreamException | RuntimeException broken) {
            throw Unreadable.because(part);
        }
    }

    @Override
    public void close() {
        try {
            xml.close();
            in.close();
        } catch (XMLStreamException | IOException e) {
            throw Unreadable.because(part);
        }
    }

    private final class Bounded extends FilterInputStream {

        private int since;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int max) throws IOException {
            int got = super.read(into, from, max);
            since += Math.max(got, 0);
            if (since > TOKEN_BYTES_MAX) {
                throw ZipParts.unsafe("tag").with("part", part);
            }
            return got;
        }
    }
}
