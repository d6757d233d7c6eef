using Cocoon.Inference.Chat;
using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Configs;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A model's config.json and tokenizer_config.json.</summary>
internal sealed class ModelConfigTarget : JsonFileTarget
{
    protected override string FileName => "config.json";

    protected override IEnumerable<string> Documents =>
    [
        """{"architectures":["LlamaForCausalLM"],"hidden_act":"silu","hidden_size":64,"num_attention_heads":4,"num_key_value_heads":2,"vocab_size":100,"intermediate_size":128,"num_hidden_layers":2,"max_position_embeddings":256,"rms_norm_eps":1e-5,"rope_theta":10000,"tie_word_embeddings":true,"eos_token_id":[5,6],"chat_template":"{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"}""",
        """{"architectures":["Qwen3ForCausalLM"],"hidden_size":64,"num_attention_heads":4,"num_key_value_heads":2,"vocab_size":100,"intermediate_size":128,"num_hidden_layers":2,"max_position_embeddings":256,"attention_bias":false,"layer_types":["full_attention"],"rope_parameters":{"rope_theta":1e6,"rope_type":"yarn","factor":4.0,"original_max_position_embeddings":64,"mscale":1.0,"mscale_all_dim":0.5},"eos_token_id":5,"chat_template":""}""",
        """{"architectures":["LlamaForCausalLM"],"hidden_size":64,"num_attention_heads":4,"vocab_size":100,"intermediate_size":128,"num_hidden_layers":2,"rope_scaling":{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192},"chat_template":""}""",
    ];

    public override bool IsRefusal(Exception exception) => exception is ModelFileException;

    protected override void ReadFile(string path)
    {
        ReadTemplate(path);
        ConfigFile.Load(Path.GetDirectoryName(path)!);
    }

    private static void ReadTemplate(string path)
    {
        try
        {
            ChatTemplateFile.Read(path, TimeProvider.System);
        }
        catch (ModelFileException)
        {
            // Refused as documented; the numbers are read all the same.
        }
    }
}
