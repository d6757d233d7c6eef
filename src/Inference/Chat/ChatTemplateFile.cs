using System.Text.Json;
using Cocoon.Inference.Chat.Jinja;
using Cocoon.Inference.Models;

namespace Cocoon.Inference.Chat;

/// <summary>
/// Finds a model's chat template: in chat_template.jinja, or in tokenizer_config.json as one text or a list of named ones.
/// </summary>
internal static class ChatTemplateFile
{
    public const string TemplateName = "chat_template.jinja";
    public const string ConfigName = "tokenizer_config.json";

    private static readonly string[] TokenNames = ["bos_token", "eos_token", "pad_token", "unk_token"];

    /// <summary>The template of a model's folder.</summary>
    /// <exception cref="ModelFileException">There is none, or one that is not understood; the message says where.</exception>
    public static IChatTemplate Load(string folder, TimeProvider time) =>
        Read(ModelFiles.Find(folder, ConfigName), time, ModelFiles.Find(folder, TemplateName));

    /// <param name="config">A tokenizer_config.json.</param>
    /// <param name="time">Tells the date.</param>
    /// <param name="file">Where a template of its own may be, which then counts.</param>
    public static IChatTemplate Read(string config, TimeProvider time, string? file = null)
    {
        var (text, withTools, tokens) = ModelFolder.ReadJson(config, Read);
        if (File.Exists(file)) return Parse(ModelFiles.ReadText(file), null, tokens, time, file);
        return Parse(text ?? throw new ModelFileException($"'{config}' has no chat_template, and there is no {TemplateName} beside it."), withTools, tokens, time, config);
    }

    /// <param name="text">The template.</param>
    /// <param name="withTools">The one for conversations with tools; null for none of its own.</param>
    /// <param name="tokens">Texts of tokens by the names that templates use.</param>
    /// <param name="time">Tells the date.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    public static IChatTemplate Parse(string text, string? withTools, IReadOnlyDictionary<string, string> tokens, TimeProvider time, string path)
    {
        if (withTools is null && ChatMl.Is(text)) return new ChatMl();
        try
        {
            return new JinjaChatTemplate(text, withTools, tokens, time);
        }
        catch (TemplateException e)
        {
            throw new ModelFileException($"The chat template in '{path}' is not understood: {e.Message}.", e);
        }
    }

    private static (string? Text, string? WithTools, Dictionary<string, string> Tokens) Read(JsonElement config)
    {
        var tokens = new Dictionary<string, string>();
        foreach (var name in TokenNames)
        {
            if (!config.TryGetProperty(name, out var token)) continue;
            var text = token.ValueKind == JsonValueKind.Object ? token.GetProperty("content").GetString() : token.GetString();
            if (text is not null) tokens[name] = text;
        }
        if (!config.TryGetProperty("chat_template", out var template) || template.ValueKind == JsonValueKind.Null) return (null, null, tokens);
        if (template.ValueKind != JsonValueKind.Array) return (template.GetString(), null, tokens);
        var named = template.EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!, entry => entry.GetProperty("template").GetString());
        return (named.GetValueOrDefault("default") ?? throw new InvalidOperationException("none of the chat templates is called 'default'"), named.GetValueOrDefault("tool_use"), tokens);
    }
}
