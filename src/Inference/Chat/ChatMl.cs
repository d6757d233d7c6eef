using Cocoon.Inference.Models;

namespace Cocoon.Inference.Chat;

/// <summary>
/// How a conversation becomes one text: ChatML, the one chat template known so far. A model whose own template says
/// anything else is refused when it is opened, never guessed at.
/// </summary>
internal static class ChatMl
{
    /// <summary>ChatML as models write it in Jinja, white space aside.</summary>
    private const string Template =
        "{%formessageinmessages%}{{'<|im_start|>'+message['role']+'\\n'+message['content']+'<|im_end|>\\n'}}{%endfor%}{%ifadd_generation_prompt%}{{'<|im_start|>assistant\\n'}}{%endif%}";

    private static readonly string[] Roles = ["system", "user", "assistant", "tool"];

    /// <exception cref="ModelFileException">The file has no template, or one that is not ChatML.</exception>
    public static void RequireIn(string path)
    {
        var text = ModelFolder.ReadJson(path, root => root.TryGetProperty("chat_template", out var template) ? template.GetString() : null);
        if (text is null) throw new ModelFileException($"'{path}' has no chat_template.");
        // In the JSON the escapes of the Jinja strings may be real line feeds; write them back before comparing.
        var normal = string.Concat(text.Replace("\n", "\\n", StringComparison.Ordinal).Where(c => !char.IsWhiteSpace(c)));
        if (normal != Template) throw new ModelFileException($"The chat template in '{path}' is not ChatML, the only one supported so far.");
    }

    /// <summary>The conversation's pieces: text of the template, in which added tokens count, and text of people, in which they do not.</summary>
    public static IEnumerable<TemplatePiece> Render(ChatPrompt prompt)
    {
        foreach (var message in prompt.Messages)
        {
            if (!Roles.Contains(message.Role)) throw new InferenceRequestException($"The role of a message is one of {string.Join(", ", Roles)}.", "messages");
            yield return new TemplatePiece("<|im_start|>", IsTrusted: true);
            yield return new TemplatePiece($"{message.Role}\n{message.Content}", IsTrusted: false);
            yield return new TemplatePiece("<|im_end|>\n", IsTrusted: true);
        }
        yield return new TemplatePiece("<|im_start|>assistant\n", IsTrusted: true);
    }
}
