using Marketplace.Programs.Models;
using Marketplace.Programs.Training;

namespace Marketplace.Programs.Specs;

/// <summary>The words of the document for what the code names by enumerations; both ways from one list.</summary>
internal static class Words
{
    public static readonly string[] Tasks = ["classification", "language", "regression", "inference"];
    public static readonly string[] Losses = ["cross_entropy", "mean_squared_error"];
    public static readonly string[] Orders = ["sequential", "shuffled", "random"];
    public static readonly string[] Forms = ["constant", "linear", "cosine"];

    private static readonly string[] Activations = ["relu", "gelu", "silu", "tanh"];

    // The same functions as the usual config.json calls them; its "gelu" is another one.
    private static readonly string[] Gpt2Activations = ["relu", "gelu_new", "silu", "tanh"];

    public static JobTask Task(string word) => (JobTask)Array.IndexOf(Tasks, word);

    public static string Of(JobTask task) => Tasks[(int)task];

    public static Loss Loss(string word) => (Loss)Array.IndexOf(Losses, word);

    public static string Of(Loss loss) => Losses[(int)loss];

    public static OrderKind Order(string word) => (OrderKind)Array.IndexOf(Orders, word);

    public static string Of(OrderKind order) => Orders[(int)order];

    public static RateForm Form(string word) => (RateForm)Array.IndexOf(Forms, word);

    public static string Of(RateForm form) => Forms[(int)form];

    public static Activation Activation(string word) => (Activation)Array.IndexOf(Activations, word);

    public static string Of(Activation activation) => Activations[(int)activation];

    public static Activation Gpt2Activation(string word) => (Activation)Array.IndexOf(Gpt2Activations, word);

    public static string Gpt2Of(Activation activation) => Gpt2Activations[(int)activation];
}
