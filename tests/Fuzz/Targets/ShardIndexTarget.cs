using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Safetensors;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The index of weights in several files. Whatever it says, no file outside its folder is named.</summary>
internal sealed class ShardIndexTarget : JsonFileTarget
{
    protected override string FileName => "model.safetensors.index.json";

    protected override IEnumerable<string> Documents =>
    [
        """{"metadata":{"total_size":16},"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors","c":"model-00001-of-00002.safetensors"}}""",
    ];

    public override bool IsRefusal(Exception exception) => exception is ModelFileException;

    protected override void ReadFile(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        foreach (var file in ShardIndex.Read(folder).Files) Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, file))).Should().Be(folder);
    }
}
