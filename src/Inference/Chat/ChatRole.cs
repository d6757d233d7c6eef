namespace Cocoon.Inference.Chat;

/// <summary>Roles of a conversation's messages. Being one of few, a role is no text of people.</summary>
internal static class ChatRole
{
    private static readonly string[] All = ["system", "user", "assistant", "tool"];

    /// <exception cref="InferenceRequestException">It is none of them.</exception>
    public static string Check(string role) => All.Contains(role)
        ? role
        : throw new InferenceRequestException($"The role of a message is one of {string.Join(", ", All)}.", "messages");
}
