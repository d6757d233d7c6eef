namespace Cocoon.Cli.Chat;

/// <summary>Where a conversation is read and written.</summary>
/// <param name="input">Questions, one a line.</param>
/// <param name="answers">Answers, and nothing else in a script.</param>
/// <param name="notes">What is said about them.</param>
/// <param name="isInteractive">Whether a person types: then there is a prompt sign, and notes are dimmed.</param>
internal sealed class ChatScreen(TextReader input, TextWriter answers, TextWriter notes, bool isInteractive)
{
    private const string Dim = "\e[2m", Plain = "\e[0m", Prompt = "\n> ";
    private static readonly bool Colours = Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 };

    private bool _midLine;

    public bool IsInteractive => isInteractive;

    /// <summary>The next line; null at the end of input, or once a person wants to leave.</summary>
    public async Task<string?> Read(CancellationToken leaving)
    {
        if (leaving.IsCancellationRequested) return null;
        if (isInteractive) answers.Write(Prompt);
        // A console's read cannot be called off; it is left behind on its own thread, which ends with the process.
        var reading = Task.Run(input.ReadLine, CancellationToken.None);
        try
        {
            return await reading.WaitAsync(leaving);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>A piece of an answer, shown at once.</summary>
    public void Say(string text)
    {
        if (text.Length == 0) return;
        // What a model writes must not move the cursor or change the window's title.
        answers.Write(isInteractive ? string.Concat(text.Where(letter => !char.IsControl(letter) || letter is '\n' or '\t')) : text);
        answers.Flush();
        _midLine = !text.EndsWith('\n');
    }

    public void EndAnswer()
    {
        if (_midLine) answers.WriteLine();
        answers.Flush();
        _midLine = false;
    }

    public void Note(string text)
    {
        notes.WriteLine(isInteractive && Colours ? $"{Dim}{text}{Plain}" : text);
        notes.Flush();
    }
}
