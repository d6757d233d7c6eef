using Cocoon.Inference.Models;
using Cocoon.Inference.Tokenizers;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A model's tokenizer.json, used once.</summary>
internal sealed class TokenizerTarget : JsonFileTarget
{
    public override int Cost => 4;

    /// <summary>The table is as long as the largest id, which is bounded.</summary>
    public override long AllocatedAtLeast => 300_000_000;

    protected override string FileName => "tokenizer.json";

    protected override IEnumerable<string> Documents =>
    [
        """{"normalizer":null,"decoder":{"type":"ByteLevel"},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true},"added_tokens":[{"id":5,"content":"<|im_start|>"},{"id":6,"content":"<|im_end|>"}],"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"Ġ":3,"Ġa":4},"merges":["a b",["Ġ","a"]]}}""",
    ];

    public override bool IsRefusal(Exception exception) => exception is ModelFileException;

    protected override void ReadFile(string path) => TokenizerFile.Load(path);
}
