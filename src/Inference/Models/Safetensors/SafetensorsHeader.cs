using System.Text.Json;

namespace Cocoon.Inference.Models.Safetensors;

/// <summary>
/// The JSON header of a safetensors file: names, types, shapes and offsets. As in Hugging Face's reader the tensors must
/// cover the data without gap or overlap.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>Bytes; the format's own bound is 100 MB, the headers in use are below 2.</summary>
    public const int MaxBytes = 32_000_000;

    private const int MaxDimensions = 8;

    /// <param name="utf8">The header.</param>
    /// <param name="dataLength">Bytes after it.</param>
    /// <param name="damaged">Makes the exception that says what is wrong.</param>
    public static Dictionary<string, TensorEntry> Read(byte[] utf8, long dataLength, Func<string, ModelFileException> damaged)
    {
        var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        try
        {
            using var header = ModelFiles.Parse(utf8);
            foreach (var entry in header.RootElement.EnumerateObject())
                if (entry.Name != "__metadata__") tensors.Add(entry.Name, Entry(entry.Name, entry.Value, damaged));
        }
        catch (JsonException)
        {
            throw damaged("its header is not a JSON object with each name once");
        }
        catch (Exception e) when (ModelFiles.IsOtherForm(e))
        {
            throw damaged("its header is not in the expected form");
        }
        if (tensors.Count == 0) throw damaged("it has no tensors");
        RequireCover(tensors, dataLength, damaged);
        return tensors;
    }

    private static TensorEntry Entry(string name, JsonElement json, Func<string, ModelFileException> damaged)
    {
        try
        {
            var offsets = json.GetProperty("data_offsets");
            var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
            var entry = new TensorEntry(
                json.GetProperty("dtype").GetString() ?? "", [.. json.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())], start, checked(end - start));
            if (entry.Shape.Length > MaxDimensions || entry.Shape.Any(size => size <= 0)) throw damaged($"the shape of '{name}' is impossible");
            if (BytesEach(entry.Type) is { } each && checked(entry.Count * each) != entry.Bytes) throw damaged($"the data of '{name}' is cut off");
            return entry;
        }
        catch (Exception e) when (ModelFiles.IsOtherForm(e))
        {
            throw damaged($"the tensor '{name}' is not described in the expected form");
        }
    }

    private static void RequireCover(Dictionary<string, TensorEntry> tensors, long dataLength, Func<string, ModelFileException> damaged)
    {
        var end = 0L;
        foreach (var (name, entry) in tensors.OrderBy(tensor => tensor.Value.Start).ThenBy(tensor => tensor.Value.Bytes))
        {
            if (entry.Start != end) throw damaged($"the data of '{name}' overlaps another tensor's or leaves a gap");
            if (entry.Bytes < 0 || entry.Bytes > dataLength - entry.Start) throw damaged($"the data of '{name}' is cut off");
            end = entry.Start + entry.Bytes;
        }
        if (end != dataLength) throw damaged("there is data after its last tensor");
    }

    /// <summary>Null for types that came after this was written; nobody can ask for them.</summary>
    private static int? BytesEach(string type) => type switch
    {
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
        "I16" or "U16" or "F16" or "BF16" => 2,
        "I32" or "U32" or "F32" => 4,
        "I64" or "U64" or "F64" => 8,
        _ => null,
    };
}
