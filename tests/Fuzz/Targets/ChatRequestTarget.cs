using Cocoon.Inference.OpenAi;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The body of a chat request to the gateway, and again inside the provider's silo.</summary>
internal sealed class ChatRequestTarget : JsonTarget
{
    protected override IEnumerable<string> Documents =>
    [
        """{"model":"tiny-jane","messages":[{"role":"user","content":"Hello"}]}""",
        """{"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"assistant","content":"c","tool_calls":[]}],"stream":true,"stream_options":{"include_usage":true},"max_tokens":5,"temperature":0.5,"top_p":1,"seed":7,"stop":["x","y"],"logit_bias":{"50256":-100},"logprobs":false,"n":1,"response_format":{"type":"text"},"frequency_penalty":-1,"presence_penalty":2,"modalities":["text"],"tools":[],"cocoon":{"price_ceiling":{"prompt":1,"completion":2},"tier":"cc-gpu","deadline_ms":60000,"token_ids":true}}""",
    ];

    public override void Read(byte[] input) => ChatCompletionRequest.Parse(input);

    public override bool IsRefusal(Exception exception) => exception is RequestFormatException;
}
