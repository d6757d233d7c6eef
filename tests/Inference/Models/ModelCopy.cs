using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;

namespace Cocoon.Inference.Tests.Models;

/// <summary>A copy of the model to damage; gone afterwards.</summary>
internal sealed class ModelCopy : IDisposable
{
    public const string Weights = "model.safetensors";
    public const string Config = "config.json";
    public const string Tokenizer = "tokenizer.json";
    public const string TokenizerConfig = "tokenizer_config.json";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-model-");

    public ModelCopy()
    {
        foreach (var file in Directory.GetFiles(TinyJane.Path)) System.IO.File.Copy(file, File(System.IO.Path.GetFileName(file)));
    }

    public string Path => _folder.FullName;

    public string File(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public void EditJson(string name, Action<JsonObject> edit)
    {
        var root = JsonNode.Parse(System.IO.File.ReadAllBytes(File(name)))!.AsObject();
        edit(root);
        System.IO.File.WriteAllText(File(name), root.ToJsonString());
    }

    /// <summary>Changes the header of the weights and keeps their data.</summary>
    public void EditTensors(Action<JsonObject> edit)
    {
        var bytes = System.IO.File.ReadAllBytes(File(Weights));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        edit(header);
        WriteWeights(System.Text.Encoding.UTF8.GetBytes(header.ToJsonString()), bytes.AsSpan(8 + length));
    }

    public void WriteWeights(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        System.IO.File.WriteAllBytes(File(Weights), [.. length, .. header, .. data]);
    }

    /// <summary>Opens the folder and the engine, as a provider does.</summary>
    public async Task OpenAsync()
    {
        await using var engine = CpuEngine.Open(ModelFolder.Open(_folder.FullName), new CpuEngineOptions { Threads = 1 });
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
