using Cocoon.Inference.Tokenizers;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Chat;

/// <summary>
/// Plain ChatML, whose template says nothing of tools: they are told of and called in the words of <see cref="ToolPrompt"/>
/// and <see cref="ToolSyntax.Hermes"/>.
/// </summary>
internal sealed class ChatMl : IChatTemplate
{
    /// <summary>ChatML as models write it in Jinja, white space aside.</summary>
    private const string Template =
        "{%formessageinmessages%}{{'<|im_start|>'+message['role']+'\\n'+message['content']+'<|im_end|>\\n'}}{%endfor%}{%ifadd_generation_prompt%}{{'<|im_start|>assistant\\n'}}{%endif%}";

    public bool KnowsThoughts => false;

    public ToolMarkup? Tools(ITokenizer tokenizer) => ToolMarkup.Of(tokenizer);

    /// <summary>Whether a template in Jinja is plain ChatML.</summary>
    public static bool Is(string template)
    {
        // In the JSON the escapes of the Jinja strings may be real line feeds; write them back before comparing.
        return string.Concat(template.Replace("\n", "\\n", StringComparison.Ordinal).Where(c => !char.IsWhiteSpace(c))) == Template;
    }

    public IEnumerable<TemplatePiece> Render(ChatPrompt prompt, string? reasoningEffort)
    {
        foreach (var message in ToolPrompt.Messages(prompt))
        {
            yield return new TemplatePiece("<|im_start|>", IsTrusted: true);
            yield return new TemplatePiece($"{ChatRole.Check(message.Role)}\n{message.Content}", IsTrusted: false);
            foreach (var call in message.ToolCalls)
            {
                yield return new TemplatePiece(ToolMarkup.OpenText, IsTrusted: true);
                yield return new TemplatePiece($"{ToolSyntax.Prefix}{call.Name}{ToolSyntax.Hermes.Separator}{call.Arguments}}}", IsTrusted: false);
                yield return new TemplatePiece(ToolMarkup.CloseText, IsTrusted: true);
            }
            yield return new TemplatePiece("<|im_end|>\n", IsTrusted: true);
        }
        yield return new TemplatePiece("<|im_start|>assistant\n", IsTrusted: true);
    }
}
