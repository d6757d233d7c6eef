using Cocoon.Inference.Chat;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A model's config.json and tokenizer_config.json.</summary>
internal sealed class ModelConfigTarget : JsonFileTarget
{
    protected override string FileName => "config.json";

    protected override IEnumerable<string> Documents =>
    [
        """{"architectures":["LlamaForCausalLM"],"hidden_act":"silu","hidden_size":64,"num_attention_heads":4,"num_key_value_heads":2,"vocab_size":100,"intermediate_size":128,"num_hidden_layers":2,"max_position_embeddings":256,"rms_norm_eps":1e-5,"rope_theta":10000,"tie_word_embeddings":true,"eos_token_id":[5,6],"chat_template":"{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"}""",
    ];

    public override bool IsRefusal(Exception exception) => exception is ModelFileException;

    protected override void ReadFile(string path)
    {
        ReadTemplate(path);
        LlamaConfig.Load(path);
    }

    private static void ReadTemplate(string path)
    {
        try
        {
            ChatMl.RequireIn(path);
        }
        catch (ModelFileException)
        {
            // Refused as documented; the numbers are read all the same.
        }
    }
}
