namespace Cocoon.Inference.Upstream;

/// <summary>Which program a server is, as far as names of its fields and paths depend on it.</summary>
public enum UpstreamServer
{
    /// <summary>Told by its list of models (owned_by); until then, and where that says nothing, a server that knows OpenAI's fields only.</summary>
    Auto,

    /// <summary>Knows OpenAI's fields only.</summary>
    OpenAi,

    VLlm,

    SgLang,

    /// <summary>llama.cpp's server.</summary>
    LlamaServer,

    Ollama,

    /// <summary>trtllm-serve. It refuses fields that it does not know.</summary>
    TensorRtLlm,
}
