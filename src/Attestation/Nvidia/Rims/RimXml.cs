using System.Xml;

namespace Cocoon.Attestation.Nvidia.Rims;

/// <summary>
/// Loads XML of strangers: no DTD, no external anything, bounded in size, depth and number of elements, and without attributes of
/// the "xml" prefix, so that canonical XML 1.0 and 1.1 come to the same bytes.
/// </summary>
internal static class RimXml
{
    /// <summary>NVIDIA's have 21 KB, and some hundred when a VBIOS has many alternatives.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>Canonicalisation calls itself for each level.</summary>
    private const int MaxDepth = 16;
    private const int MaxElements = 4_096;
    private const string XmlPrefix = "xml";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 0,
        CheckCharacters = true,
    };

    /// <returns>Null when it is not such a document. Never throws.</returns>
    public static XmlDocument? TryLoad(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxBytes) return null;
        var bytes = body.ToArray();
        try
        {
            if (!IsModest(bytes)) return null;
            using var reader = XmlReader.Create(new MemoryStream(bytes), Settings);
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            document.Load(reader);
            return document;
        }
        catch (Exception e) when (e is XmlException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsModest(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), Settings);
        var elements = 0;
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth || (reader.NodeType == XmlNodeType.Element && ++elements > MaxElements)) return false;
            if (reader.NodeType == XmlNodeType.ProcessingInstruction) return false;
            for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
                if (reader.Prefix == XmlPrefix) return false;
        }
        return true;
    }
}
