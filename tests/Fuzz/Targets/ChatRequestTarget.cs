using Cocoon.Inference.OpenAi;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The body of a request to the gateway, and again inside the provider's silo: a chat, a completion or an embedding.</summary>
internal sealed class ChatRequestTarget : JsonTarget
{
    protected override IEnumerable<string> Documents =>
    [
        """{"model":"tiny-jane","messages":[{"role":"user","content":"Hello"}]}""",
        """{"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"assistant","content":"c","tool_calls":[]}],"stream":true,"stream_options":{"include_usage":true},"max_tokens":5,"temperature":0.5,"top_p":1,"seed":7,"stop":["x","y"],"logit_bias":{"50256":-100},"logprobs":false,"n":1,"response_format":{"type":"text"},"frequency_penalty":-1,"presence_penalty":2,"modalities":["text"],"tools":[],"cocoon":{"price_ceiling":{"prompt":1,"completion":2},"tier":"cc-gpu","deadline_ms":60000,"token_ids":true}}""",
        """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"b"},{"role":"assistant","refusal":"no"}],"tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":{"type":"object","properties":{"a":{"type":"string"}}}}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}},"parallel_tool_calls":false,"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}},"n":2,"logprobs":true,"top_logprobs":3,"reasoning_effort":"low","max_coefficient":1500,"timeout":20.5,"request_guid":"g","enable_debug":true,"cocoon":{"policy":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","providers":{"allow":["a"],"deny":["b"]},"regions":["eu"],"prefer":"price"}}""",
        """{"model":"m","prompt":["Once"],"max_tokens":5,"n":2,"best_of":2,"echo":false,"suffix":"","logprobs":5,"stop":"x"}""",
        """{"model":"m","input":["a","b"],"dimensions":64,"encoding_format":"base64"}""",
    ];

    public override void Read(byte[] input) => ServedRequest.Parse(input);

    public override bool IsRefusal(Exception exception) => exception is RequestFormatException;
}
